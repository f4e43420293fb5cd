import { ofStartUser } from "../shared/last-user.ts";

export default ofStartUser(["cis-docker/4.1"]);
