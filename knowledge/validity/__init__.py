"""Until when a case holds, who confirms it, and what happens when nobody does: it is marked and stands lower, never gone."""
