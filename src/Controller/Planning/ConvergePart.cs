namespace ChefActors.Controller.Planning;

/// <summary>The parts of a converge that may not hold.</summary>
internal enum ConvergePart
{
    /// <summary>How the run-list meets chef-client.</summary>
    Mode,

    /// <summary>The run-list.</summary>
    RunList,

    /// <summary>The name of a Policyfile's run-list.</summary>
    NamedRunList,

    /// <summary>Attributes.</summary>
    Attributes,
}
