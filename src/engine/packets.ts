/**
 * Free vesicles as columns, where they are kept one by one or in packets: rows 0 … count − 1 are alive, the rest is room.
 *
 *   row        0     1     2   …
 *   id         two words: hash of the producer's id and its release number
 *   weight     vesicles that this row stands for: 1 for an individual
 *   cargo      copies on one vesicle of the row, one column for each cargo
 *
 * A packet is a weight, not a lump: whoever takes from it takes Binomial(weight, p) and the rest stays.
 */
export interface Packets {
  count: number;
  capacity: number;
  id: Int32Array; // shape [capacity, 2]
  weight: Float64Array; // whole numbers
  born: Float64Array; // s
  readonly cargo: Float64Array[]; // copies on one vesicle, each of shape [capacity]
  readonly places: Float64Array[]; // µm: x, y, z, diameter, each of shape [capacity]; none where no culture is static
}

/** @param spatial whether vesicles have places */
export function newPackets(cargoKinds: number, spatial: boolean, capacity = 0): Packets {
  return {
    count: 0,
    capacity,
    id: new Int32Array(2 * capacity),
    weight: new Float64Array(capacity),
    born: new Float64Array(capacity),
    cargo: Array.from({ length: cargoKinds }, () => new Float64Array(capacity)),
    places: Array.from({ length: spatial ? 4 : 0 }, () => new Float64Array(capacity)),
  };
}

/** Adds one row and returns its number; its columns are the caller's to fill. */
export function addPacket(packets: Packets): number {
  if (packets.count === packets.capacity) widen(packets, Math.max(64, 2 * packets.capacity));
  for (const column of packets.places) column[packets.count] = 0;
  return packets.count++;
}

function widen(packets: Packets, capacity: number): void {
  const wide = (old: Float64Array): Float64Array => {
    const fresh = new Float64Array(capacity);
    fresh.set(old);
    return fresh;
  };
  const id = new Int32Array(2 * capacity);
  id.set(packets.id);
  packets.id = id;
  packets.weight = wide(packets.weight);
  packets.born = wide(packets.born);
  for (let cargo = 0; cargo < packets.cargo.length; cargo++) packets.cargo[cargo] = wide(packets.cargo[cargo]);
  for (let at = 0; at < packets.places.length; at++) packets.places[at] = wide(packets.places[at]);
  packets.capacity = capacity;
}

/** Closes up the rows whose weight is 0; the others keep their order. */
export function dropEmpty(packets: Packets): void {
  let write = 0;
  for (let row = 0; row < packets.count; row++) {
    if (packets.weight[row] === 0) continue;
    if (write !== row) {
      packets.id[2 * write] = packets.id[2 * row];
      packets.id[2 * write + 1] = packets.id[2 * row + 1];
      packets.weight[write] = packets.weight[row];
      packets.born[write] = packets.born[row];
      for (const cargo of packets.cargo) cargo[write] = cargo[row];
      for (const column of packets.places) column[write] = column[row];
    }
    write++;
  }
  packets.count = write;
}
