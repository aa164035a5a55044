using System.Runtime.Versioning;

// Process groups, /proc, flock, CLOCK_BOOTTIME and the wrapper's shell: a node host runs on Linux.
[assembly: SupportedOSPlatform("linux")]
