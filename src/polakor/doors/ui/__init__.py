"""The shared look: tokens, templates, components, and the route that names a permission."""
