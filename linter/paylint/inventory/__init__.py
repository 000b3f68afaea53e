"""What stands beside the code: software that is installed, settings that are made, promises that are given."""
