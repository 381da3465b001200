"""The moving figure: a person in the pose of the step, drawn in the cells of a terminal. Pure, like all of view.py."""

from sciatica_stretch.player.figure.film import describe as describe
from sciatica_stretch.player.figure.glyphs import Ink as Ink
from sciatica_stretch.player.figure.moving import Posture as Posture
from sciatica_stretch.player.figure.moving import next_change_at as next_change_at
from sciatica_stretch.player.figure.moving import picture as picture
from sciatica_stretch.player.figure.moving import posture as posture
from sciatica_stretch.player.figure.moving import postures as postures
