"""Did you mean: a nearby word for one that nobody used."""
