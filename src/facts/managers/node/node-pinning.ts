/** Versions that move, and how one that does not is written. */
export const nodePinning = {
  moving: /^(?:latest|next|canary|beta|alpha|rc|\*|x)$/,
  pin: (name: string) => `${name}@VERSION`,
};
