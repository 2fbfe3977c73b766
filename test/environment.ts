const NAMES = ['PATH', 'HOME', 'NODE_COMPILE_CACHE', 'GARNER_CHROMIUM', 'GARNER_CHROMIUM_ARGS'];

/** What a process that a test starts gets of ours, and what it needs to know of the machine: whatever else is set here is no business of it. */
export const ownEnvironment = (): NodeJS.ProcessEnv => Object.fromEntries(NAMES.map((name) => [name, process.env[name]]));
