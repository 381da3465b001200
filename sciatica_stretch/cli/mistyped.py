"""What typer refuses on a command line, in the words of the house: what is wrong, and what to write instead."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sciatica_stretch.core.text import closest, visible
from sciatica_stretch.errors import UsageError

if TYPE_CHECKING:
    from typer._click import Context

_LONGEST = 40  # characters of what was typed that are said again
_UNKNOWN_COMMAND = re.compile(r"No such command (?P<quote>['\"])(?P<name>.*?)(?P=quote)\.", re.DOTALL)
_TOO_MUCH = re.compile(r"Got unexpected extra arguments? ?\(?s?\)? \((?P<rest>.*)\)", re.DOTALL)


def none_of(option: str, typed: str, words: Sequence[str]) -> UsageError:
    """Return the error of an option that can only be one of *words*, and was *typed* otherwise."""
    hint = f"{closest(typed, words)} Write one of {', '.join(words)}.".strip()
    return UsageError(f"{option}: '{visible(typed[:_LONGEST])}' is none of its words.", hint)


def in_house_words(error: Any) -> UsageError:  # noqa: ANN401 - click's UsageError, wherever this typer keeps it
    """Return what *error* says."""
    context = error.ctx
    see = f"See: {_called(context)} --help" if context else ""
    if option := getattr(error, "option_name", ""):
        return _of_option(error, option, see)
    if (parameter := getattr(error, "param", None)) is not None:
        return _of_parameter(error, parameter, see)
    if match := _UNKNOWN_COMMAND.match(error.message):
        name = match["name"]
        hint = f"{closest(name, context.command.list_commands(context))} See all there are: stretch --help".strip()
        return UsageError(f"There is no command '{visible(name[:_LONGEST])}'.", hint)
    if match := _TOO_MUCH.match(error.message):
        return UsageError(f"{_called(context)} has no use for '{visible(match['rest'][:_LONGEST])}'.", see)
    return UsageError(visible(error.format_message()), see)


def _of_option(error: Any, option: str, see: str) -> UsageError:  # noqa: ANN401
    """Return what is wrong with how an option was typed: its name, or that it has a value or none."""
    shown = visible(option[:_LONGEST])
    if hasattr(error, "possibilities"):
        return UsageError(f"There is no option {shown}.", f"{closest(option, _options(error.ctx))} {see}".strip())
    if "not take" in error.message:
        return UsageError(f"{shown} takes no value.", see)
    return UsageError(f"{shown} needs a value.", see)


def _of_parameter(error: Any, parameter: Any, see: str) -> UsageError:  # noqa: ANN401
    name = _name(parameter, error.ctx)
    words = [str(getattr(word, "value", word)) for word in getattr(parameter.type, "choices", ())]
    if hasattr(error, "param_type"):
        return UsageError(f"{name} is missing.", f"Write one of {', '.join(words)}." if words else see)
    if words:
        typed, _, _ = error.message.rpartition(" is not one of ")
        is_option = parameter.param_type_name == "option"
        return none_of(name if is_option else _called(error.ctx), typed[1:-1], words)
    return UsageError(f"{name}: {visible(error.message)}", see)


def _name(parameter: Any, context: "Context") -> str:  # noqa: ANN401
    """Return what *parameter* is called in the help: `--pace`, `NAME`."""
    if parameter.param_type_name == "option":
        return str(max(parameter.opts, key=len))
    return str(parameter.make_metavar(context)).strip("[]{}")


def _options(context: "Context | None") -> Iterator[str]:
    for parameter in context.command.params if context else ():
        if parameter.param_type_name == "option":
            yield from (*parameter.opts, *parameter.secondary_opts)


def _called(context: "Context | None") -> str:
    """Return how the command is typed: "stretch start"."""
    return f"stretch {context.command.name}" if context and context.parent else "stretch"
