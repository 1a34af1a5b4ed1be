"""An adoptieteam, what it broke and learnt."""
