"""Tools of the project itself: bringing the installer, and writing the generated documents."""
