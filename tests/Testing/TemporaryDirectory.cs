namespace ChefActors.Testing;

/// <summary>A new empty directory, removed with all that is in it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Makes one below the system's temporary directory.</summary>
    public TemporaryDirectory(string prefix = "chefactors-test-") => FullName = Directory.CreateTempSubdirectory(prefix).FullName;

    /// <summary>Its absolute path.</summary>
    public string FullName { get; }

    /// <summary>The path of something in it.</summary>
    public string this[string relative] => Path.Combine(FullName, relative);

    /// <inheritdoc />
    public void Dispose()
    {
        if (Directory.Exists(FullName)) Directory.Delete(FullName, recursive: true);
    }
}
