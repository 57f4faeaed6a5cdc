"""What the user sees: Qt, thin. One room per job of the office."""
