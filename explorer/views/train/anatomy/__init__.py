"""One training step under the microscope: forward, loss, backward and update, in its numbers."""
