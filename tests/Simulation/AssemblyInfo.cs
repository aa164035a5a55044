using System.Runtime.Versioning;

// The node host, whose real parts are simulated here, runs on Linux.
[assembly: SupportedOSPlatform("linux")]
