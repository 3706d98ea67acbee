"""How what ships in data/ is made again from its sources; nothing at run time imports it."""
