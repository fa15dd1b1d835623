import { useState } from 'react';

/**
 * The value as it is, or while it is held as it was when the holding began. What a person has sent is shown beside what
 * it was sent for, although that may have changed by it already.
 */
export function useHeld<Value>(value: Value, isHeld: boolean): Value {
  const [held, setHeld] = useState(value);
  if (!isHeld && held !== value) setHeld(value);
  return isHeld ? held : value;
}
