"""Who needs somebody now: quick screening. The most closed room."""
