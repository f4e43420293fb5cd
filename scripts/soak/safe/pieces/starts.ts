import type { Dice } from "../dice.ts";

/** What the container runs, and what it shows of what it finds. `@` is a folder that may be gone. */
const telling: readonly string[] = [
  'CMD ["ls", "@"]',
  "CMD ls @",
  "CMD ls -A @ | wc -l",
  "CMD test -d @ && echo there",
  "CMD cat @/*",
  'CMD ["sh", "-c", "echo @/*"]',
  'ENTRYPOINT ["find", "@"]',
  'ENTRYPOINT ["sh", "-c", "ls $0", "@"]',
  'ENTRYPOINT ["/start"]\nCOPY --chmod=755 <<EOF /start\n#!/bin/sh\nls -A @\nEOF',
  "HEALTHCHECK CMD test -e @/*",
  "HEALTHCHECK --interval=5s CMD ls @",
  'ENTRYPOINT ["ls"]\nCMD ["@"]',
  "WORKDIR @\nCMD ls",
  'WORKDIR @\nCMD ["ls"]',
  'CMD ["sh", "-c", "ls $D"]\nENV D=@',
  'CMD ["du", "-s", "@"]',
  'CMD ["python3", "-c", "import os; print(os.listdir(\'@\'))"]',
];

const usual: readonly string[] = [
  'CMD ["sleep", "0.1"]',
  'CMD ["true"]',
  "CMD sleep 0.1",
  'CMD ["sh"]',
  'CMD ["bash"]',
  "CMD env",
  'CMD ["id"]',
  'CMD ["echo", "started"]',
  'ENTRYPOINT ["echo"]\nCMD ["a"]',
  "HEALTHCHECK NONE",
  "HEALTHCHECK CMD true",
  "STOPSIGNAL SIGINT",
];

export const usualStart = (dice: Dice): string => dice.pick(usual);
export const tellingStart = (dice: Dice, path: string): string => dice.pick(telling).replaceAll("@", () => path);
