"""A desktop's screen saver, for a test: a program that writes what it is asked for over D-Bus, a word a line."""

import sys

from jeepney import HeaderFields, MatchRule, MessageType, message_bus, new_method_return
from jeepney.io.blocking import Proxy, open_dbus_connection

NAME = "org.freedesktop.ScreenSaver"


def main() -> None:
    connection = open_dbus_connection(bus="SESSION")
    bus = Proxy(message_bus, connection)
    bus.AddMatch(MatchRule(type="signal", sender=message_bus.bus_name, member="NameOwnerChanged"))
    bus.RequestName(NAME)
    say("ready")
    asking: set[str] = set()
    while True:
        message = connection.receive()
        fields = message.header.fields
        member, sender = fields.get(HeaderFields.member), fields.get(HeaderFields.sender, "")
        if message.header.message_type is MessageType.method_call and member in {"Inhibit", "UnInhibit"}:
            asking ^= {sender}
            say(member.lower())
            asked = member == "Inhibit"
            connection.send(new_method_return(message, "u", (7,)) if asked else new_method_return(message))
        elif member == "NameOwnerChanged" and message.body[0] in asking and not message.body[2]:
            say("gone")


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


main()
