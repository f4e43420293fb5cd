/** Versions that move, how one that does not is written, and what is installed beside any project. */
export const nodePinning = {
  moving: /^(?:latest|next|canary|beta|alpha|rc|\*|x)$/,
  beside: /^(?:-g|--global|global)$/,
  pin: (name: string) => `${name}@VERSION`,
};
