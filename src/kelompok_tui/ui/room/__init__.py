"""The parts of the live room: rail, clocks, circle, guide. Each is shown what there is, and knows no owner."""
