import type { Peer } from "./peer.ts";

// Its default thresholds (its .dive-ci).
export default {
  image: {
    "dive/highestUserWastedPercent": {
      "layers/wasted-bytes"({ facts: { layers } }) {
        const total = layers?.layers.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0;
        return layers !== undefined && layers.waste.bytes > total * 0.1;
      },
    },
    "dive/lowestEfficiency": {
      "layers/wasted-bytes": ({ facts: { layers } }) => layers !== undefined && layers.waste.efficiency < 0.9,
    },
  },
} satisfies Peer;
