// A room that so far has only headers.
