/**
 * Minimum memory limit: the runtime's own start needs 21 to 23 MB (opencontainers/runc#3986). Below, some starts are
 * refused ("unable to set memory limit") or killed, though most pass.
 */
export const leastLimitBytes = 32 * 1024 * 1024;
