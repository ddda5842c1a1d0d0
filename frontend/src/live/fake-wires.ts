/** In place of `socket.io-client`, for every test of a page that joins: files that share a worker share what it opened. */
import { FakeWire } from './testing';

export const wires: FakeWire[] = [];

export function io(): FakeWire {
  const wire = new FakeWire();
  wires.push(wire);
  return wire;
}
