import { ofStartUser } from "../shared/last-user.ts";

export default ofStartUser(["dockle/CIS-DI-0001"]);
