-- The words of a listing tell their locale and their slice of the featured order. All are written anew: a start lists what has no turn.
TRUNCATE "listing_turn";
