"""The places by kind; each painter gives the layers of one, from back to front."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.images.drawing.places.city import city, rooftop
from pipeline.images.drawing.places.country import field, village
from pipeline.images.drawing.places.courtyard import courtyard
from pipeline.images.drawing.places.facade import front
from pipeline.images.drawing.places.forest import forest
from pipeline.images.drawing.places.home import bedroom, room
from pipeline.images.drawing.places.hospital import hospital
from pipeline.images.drawing.places.mountains import heights
from pipeline.images.drawing.places.office import office
from pipeline.images.drawing.places.palace import palace
from pipeline.images.drawing.places.prison import prison
from pipeline.images.drawing.places.school import school
from pipeline.images.drawing.places.street import street
from pipeline.images.drawing.places.temple import temple
from pipeline.images.drawing.places.trade import restaurant, shop
from pipeline.images.drawing.places.vehicle import vehicle
from pipeline.images.drawing.places.void import void
from pipeline.images.drawing.places.water import water
from pipeline.images.drawing.view import View
from pipeline.images.layers import Layer
from pipeline.story import PlaceKind

Painter = Callable[[View], list[Layer]]

PAINTERS: dict[PlaceKind, Painter] = {
    PlaceKind.STREET: street,
    PlaceKind.CITY: city,
    PlaceKind.ROOM: room,
    PlaceKind.BEDROOM: bedroom,
    PlaceKind.OFFICE: office,
    PlaceKind.HOSPITAL: hospital,
    PlaceKind.SCHOOL: school,
    PlaceKind.SHOP: shop,
    PlaceKind.RESTAURANT: restaurant,
    PlaceKind.PALACE: palace,
    PlaceKind.TEMPLE: temple,
    PlaceKind.COURTYARD: courtyard,
    PlaceKind.VILLAGE: village,
    PlaceKind.FOREST: forest,
    PlaceKind.MOUNTAINS: heights,
    PlaceKind.WATER: water,
    PlaceKind.FIELD: field,
    PlaceKind.VEHICLE: vehicle,
    PlaceKind.PRISON: prison,
    PlaceKind.ROOFTOP: rooftop,
    PlaceKind.VOID: void,
}
#: Kinds that are a room; from outside we see the front of the house.
ROOMS = frozenset(
    {
        PlaceKind.ROOM,
        PlaceKind.BEDROOM,
        PlaceKind.OFFICE,
        PlaceKind.HOSPITAL,
        PlaceKind.SHOP,
        PlaceKind.RESTAURANT,
        PlaceKind.PRISON,
    }
)


def scenery(kind: PlaceKind, view: View) -> list[Layer]:
    """The layers of a place of that *kind*, from within or from outside."""
    if kind in ROOMS and not view.inside:
        return front(view)
    return PAINTERS[kind](view)
