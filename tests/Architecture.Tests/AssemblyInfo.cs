using System.Runtime.Versioning;

// The node host, whose lists are read here, runs on Linux.
[assembly: SupportedOSPlatform("linux")]
