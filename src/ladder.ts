/** The ladder of detail, as the engine climbs it and the description tells it. */

/** Most free vesicles of a species that are kept one by one, and in packets; it comes down at half of that. */
export const mostOf = { individuals: 5_000, packets: 200_000 } as const;
