"""Until the player paints every kind of layer, the page offers those that it does; the tests try them all."""

from convviz.document import plans

plans.OFFERED, plans.MOST_FILTERS = tuple(plans.KINDS), 16
