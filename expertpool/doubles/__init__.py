"""One person with two profiles: found, put before the loket, and made one by whoever reads both addresses."""
