"""From a question and a viewer to what may be shown."""
