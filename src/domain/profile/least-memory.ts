/** The engine's minimum: "Minimum memory limit allowed is 6MB". */
export const leastMemoryBytes = 6 * 1024 * 1024;
