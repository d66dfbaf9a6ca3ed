/** What the text of /proc/PID/cgroup says (cgroups(7)): where a process is kept. */

export interface ControlGroup {
  /** Of the unified hierarchy; where that has none but the root, `CONTROLLERS:PATH` of the first older hierarchy that has one. */
  readonly path: string;
  /** Id of its container: the first 12 digits, as container tools show it, or its name. */
  readonly container: string | undefined;
}

const ID_DIGITS = 12;

/** How container tools name the groups that they make. */
const containerNames: readonly RegExp[] = [
  // Docker, containerd, Podman, CRI-O: 64 hex digits, bare or `docker-….scope`.
  /(?:^|[/-])([0-9a-f]{64})(?:\.scope)?(?:\/|$)/,
  /\/lxc(?:\.payload)?[./]([^/]+)/,
  // systemd-nspawn and other machines of systemd.
  /\/machine-([^/]+)\.scope/,
];

/** @param text lines `HIERARCHY:CONTROLLERS:PATH` */
export function controlGroup(text: string): ControlGroup | undefined {
  const groups = text.split('\n').flatMap((line) => {
    const [, controllers = '', path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    return path === undefined ? [] : [{ controllers, path }];
  });
  if (groups.length === 0) return undefined;
  const unified = groups.find(({ controllers }) => controllers === '')?.path;
  const older = groups.find(({ controllers, path }) => controllers !== '' && path !== '/');
  const path = unified !== undefined && (unified !== '/' || older === undefined) ? unified : older === undefined ? '/' : `${older.controllers}:${older.path}`;
  return { path, container: containerOf(groups.map((group) => group.path)) };
}

function containerOf(paths: readonly string[]): string | undefined {
  for (const pattern of containerNames) {
    for (const path of paths) {
      const name = pattern.exec(path)?.[1];
      if (name !== undefined) return /^[0-9a-f]{64}$/.test(name) ? name.slice(0, ID_DIGITS) : name;
    }
  }
  return undefined;
}
