/** The Node.js versions that Garner runs on, as package.json has them; by hand, for an old Node must understand this much. */
export const supported = '^24.15 || >=26';

/** Whether a version such as `24.15.0` is one of them. */
export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === 24 ? minor >= 15 : major >= 26;
}
