"""The classes of places, the widest first."""

PLACES = ("Country", "Area", "Province", "CityCluster", "City", "District")
