namespace ChefActors.Integration.Tests.Fleet;

/// <summary>A test that needs a <see cref="SmallDisk"/>: skipped, with the reason, where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.Obstacle;
}
