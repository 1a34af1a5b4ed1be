"""What an owner sees and decides beside the words of the profile: pauses, who looked, leaving for good."""
