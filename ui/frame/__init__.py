"""The frame of the window: rail, bars, side panel and toast. Only `ui.main_window` uses it."""
