namespace ChefActors.NodeHost.Footprint;

/// <summary>Addresses of one mapping, the end exclusive.</summary>
internal readonly record struct PageRange(nuint Start, nuint End);
