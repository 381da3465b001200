"""The phrases in which people write how much of a stretch to do: "2 x 30s", "3 sets of 10", "each side".

Only the patterns, tried in this order at each word of a line in lower case; said.py reads what they find. Their
groups are named as the fields of `Said` are; what is called `name` stays with the words around it.
"""

import re

NUMBER_WORDS = dict(
    [
        *[("one", 1), ("two", 2), ("three", 3), ("four", 4), ("five", 5), ("six", 6), ("seven", 7), ("eight", 8)],
        *[("nine", 9), ("ten", 10), ("eleven", 11), ("twelve", 12), ("fifteen", 15), ("twenty", 20), ("thirty", 30)],
        *[("forty", 40), ("forty-five", 45), ("forty five", 45), ("fifty", 50), ("sixty", 60), ("ninety", 90)],
        *[("once", 1), ("twice", 2)],
    ]
)

_END = r"(?![^\W_])"  # no letter or digit goes on
_D = r"\d{1,6}(?:[.,]\d{1,3})?"
NUMBER = f"(?:{_D}|{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})"
_TO = f"(?: ?(?:-|to|or) ?{NUMBER})?"
_UNIT = r"(?:(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|breaths?)(?:(?![^\W\d_])|(?=x ?\d))\.?|''|\"|')"
_MINUTES = r"(?:(?:minutes?|mins?|m)(?![^\W\d_])\.?|m(?=\d)|'(?!'))"
_SECONDS = rf"(?:(?:seconds?|secs?|s){_END}\.?|''|\")"
_MINUTES_AND = rf"{NUMBER}[ -]?{_MINUTES},? ?(?:and |& ?)?{_D} ?{_SECONDS}"
_MINUTES_THEN = rf"{_D} ?{_MINUTES} [0-5]\d{_END}(?! ?[x*]| (?:times|reps?|sets?))"  # "1 min 30"
_A_MINUTE = rf"(?:half a|1/2 a?|\u00bd a?) ?min(?:ute)?s?{_END}|a minute{_END}"
_CLOCK = rf"\d{{1,3}}:[0-5]\d{_END}"
_TIME = rf"(?:{_CLOCK}|{_MINUTES_AND}|{_MINUTES_THEN}|{NUMBER}{_TO}[ -]?{_UNIT}|{_A_MINUTE})"
_NOT_TIMED = rf"(?![ -]?{_UNIT})(?![:.,]?\d)"
_SET = r"(?:sets?|rounds?)"
_REP = r"(?:repetitions?|reps?)"
_REST = r"(?:rest|break|pause)"
_OF_SETS = rf"(?: (?:each|every|the|all))?(?: (?:{_SET}|{_REP}|holds?|sides?|repeats?))?"
_BETWEEN_SETS = rf"(?:,? ?(?:in ?)?between{_OF_SETS}|,? after each set)"
_BETWEEN_STRETCHES = r"(?:in ?)?between (?:each |every |the |all )*(?:stretch(?:es)?|exercises?|poses?)"
_LIMB = r"(?:sides?|legs?|arms?|hips?|knees?|foot|feet|ankles?|ways?|directions?)"
_SIDE = r"(?:left|right|lt|rt|l|r)"
_NEXT = r"(?= ?(?:$|[^\w ]|\d|only|then|and|for|hold|x\b))"  # "right leg" is a side, "right leg raise" is a name
_DAY = r"(?:days?|daily|d|weeks?|weekly|wk)"
_ITSELF = r"(?:it|each|the|this|these|them|all|one|stretch|position)"
_REPEAT = rf"(?:(?:and |then )?(?:repeat(?:ed)?|do|perform)(?: {_ITSELF})* )?"
_HOLD = rf"hold(?:ing)?(?: {_ITSELF})*(?: for)?:?"
_AND = r" ?(?:&|\+|/|,? ?then|,|and) ?(?:on )?(?:the )?"
_STATE = r"(?:(?:un)?affected|bad|good|sore|painful|injured|tight(?:er)?|weak(?:er)?|worse)"
_AND_THEN = r"(?:and |then )*"

_NAMES = (  # with figures that are no dose
    rf"(?P<name>fig(?:ure)?\.?[ -]?4|4[ -]point|\d[ -]way){_END}",
    rf"(?P<name>90 ?[/-] ?90(?: rest)?|(?:(?:ninety-)?ninety|constructive|final) rest){_END}",
)
_HOW_OFTEN = (  # in a day or a week: worth a remark, but no part of a routine
    rf"(?P<often>{_REPEAT}(?:{NUMBER}{_TO} ?(?:x|times)|once|twice)(?: ?/ ?| (?:a|per|each|every) | ){_DAY}){_END}",
    rf"(?P<often>{_REPEAT}{NUMBER} days (?:a|per|/) ?week|for {NUMBER}{_TO} (?:days|weeks|months)){_END}",
    rf"(?P<often>(?:every|each) (?:(?:other|single|second) )?(?:day|hour|morning|evening|night)){_END}",
    rf"(?P<often>hourly|daily|before bed){_END}",
    rf"(?P<often>(?:in the )?mornings?(?: and | & |/)(?:evening|night)s?|am(?: and | ?& ?|/)pm){_END}",
)
_PAUSES = (
    rf"(?:with |take )?(?:rest |pause )?(?P<pause>{_TIME})(?: (?:of )?{_REST})? {_BETWEEN_STRETCHES}",
    rf"(?:with |take |then )?(?:a )?(?P<rest>{_TIME})(?: of)? {_REST}(?P<between>{_BETWEEN_SETS})?{_END}",
    rf"(?:with |and |then )?(?:{_REST}|relax)(?: for| of)?:? ?(?P<rest>{_TIME})(?P<between>{_BETWEEN_SETS})?",
    rf"(?P<rest>{_TIME})(?P<between> {_BETWEEN_SETS})",
)
_COUNTS = (  # some with the length that goes with them
    rf"(?P<sets>{NUMBER}) ?{_SET}(?: of| x|:|,)? ?(?P<reps>{NUMBER}{_TO})(?: ?{_REP})?{_END}{_NOT_TIMED}(?! ?x ?\d)",
    rf"(?P<sets>{NUMBER}{_TO}) ?{_SET}(?: of| x)?{_END}",
    rf"{_SET}:? ?(?P<sets>{_D}){_END}{_NOT_TIMED}",
    rf"{_REP}:? ?(?P<reps>{_D}{_TO}){_END}{_NOT_TIMED}",
    rf"(?P<sets>{_D}) ?[x*] ?(?P<reps>{_D}{_TO}) ?{_REP}{_END}",
    rf"(?P<sets>{_D}) ?[x*] ?(?P<bare>{_D}{_TO}){_END}{_NOT_TIMED}",
    rf"(?P<times>{_D}) ?[x*] ?(?:(?P<hold>{_HOLD}) )?(?P<time>{_TIME})",
    rf"(?P<time>{_TIME}),? ?[x*] ?(?P<times>{_D}{_TO}){_END}",
    rf"[x@] ?(?P<time>{_TIME})",
    rf"[x*] ?(?P<reps>{_D}{_TO}) ?{_REP}{_END}",
    rf"[x*] ?(?P<sets>{_D}{_TO}) ?{_SET}{_END}",
    rf"[x*] ?(?P<times>{_D}{_TO}){_END}",
    rf"(?P<reps>{NUMBER}{_TO}) ?{_REP}{_END}",
    rf"{_REPEAT}(?P<times>{NUMBER}{_TO}) ?(?:times|repeats|x){_END}",
    rf"{_AND_THEN}repeat:? (?P<times>{NUMBER}{_TO}){_END}",
)
_AT_WILL = (
    r"as (?:long|many|often|much) as (?:possible|you can|is comfortable)|to (?:fatigue|failure)|max(?:imum)?|amrap"
)
_LENGTHS = (
    rf"(?:[x*] ?)?(?P<at_will>{_AT_WILL}){_END}",
    rf"(?P<time>{_TIME})(?P<a_rep> ?(?:per|each|a|/) ?(?:repetition|rep|movement)){_END}",
    rf"(?P<hold>{_HOLD}) (?P<time>{_TIME})(?: each)?(?! ?{_LIMB})",
    rf"(?:for )?(?P<time>{_TIME})(?P<hold> ?-?holds?)?{_END}",
    rf"(?P<hold>{_HOLD}) (?P<bare>{_D}){_END}",
)
_SIDES = (
    rf"(?:on |to )?(?:the |your )?(?P<first>{_SIDE})(?: {_LIMB})?{_AND}(?P<second>{_SIDE})(?: {_LIMB}{_NEXT})?{_END}",
    rf"(?:on |to |with |for )?(?:the |your |my )?(?P<first>{_SIDE})(?: {_LIMB})?(?: only)?{_END}{_NEXT}",
    rf"(?<!.)(?P<first>{_SIDE}){_END}",
    rf"(?P<name>(?P<first>left|right)){_END}",
    rf"(?P<each>(?:on |to |for )?(?:each|every|either|per|ea\.?|a|/) ?{_LIMB}){_END}",
    rf"(?P<each>(?:on |to )?both (?:sides|legs|arms|hips|ways|feet|directions)){_END}",
    rf"(?P<each>{_AND_THEN}(?:(?:repeat|do|same)(?: on| to)? )?(?:the )?other (?:side|leg)(?: too)?){_END}",
    rf"(?P<each>{_AND_THEN}(?:switch|swap|change) (?:sides|legs|to the other (?:side|leg))){_END}",
    r"(?P<each_alone>each|ea\.?|e/s|b/?l|bilaterally|bilateral|both)(?= ?(?:$|[.,;)]))",
    rf"(?P<alternating>alternat(?:ing|ely|e)(?: (?:sides?|legs?|arms?))?){_END}",
    rf"(?P<vague>(?:on )?(?:the |my |your )?{_STATE} (?:side|leg|hip)(?: only)?){_END}",
)
_BARE = (rf"(?P<bare>{_D}){_END}",)

PATTERNS = [re.compile(each) for each in (*_NAMES, *_HOW_OFTEN, *_PAUSES, *_COUNTS, *_LENGTHS, *_SIDES, *_BARE)]
