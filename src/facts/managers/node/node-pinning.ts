/** Moving versions, the form of pinned ones, and packages installed outside any project. */
export const nodePinning = {
  moving: /^(?:latest|next|canary|beta|alpha|rc|\*|x)$/,
  beside: /^(?:-g|--global|global)$/,
  pin: (name: string) => `${name}@VERSION`,
};
