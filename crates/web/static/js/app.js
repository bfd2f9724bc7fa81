// The face with scripts.
