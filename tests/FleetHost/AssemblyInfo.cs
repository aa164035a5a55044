using System.Runtime.Versioning;

// Reads /proc, makes a FIFO, runs the node host: Linux, as the node host is.
[assembly: SupportedOSPlatform("linux")]
