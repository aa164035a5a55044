namespace ChefActors.NodeHost.Facts;

/// <summary>What is believed of Chef when its last run and its configuration both speak: the last run knows most, a newer configuration knows what changed. Pure.</summary>
internal static class ChefKnowledge
{
    /// <summary>The facts of both.</summary>
    /// <param name="run">What the last run left; null: nothing.</param>
    /// <param name="configured">What the configuration says.</param>
    /// <param name="isConfiguredLater">The configuration was written after the run.</param>
    internal static ChefFacts Of(ChefFacts? run, ClientConfiguration configured, bool isConfiguredLater)
    {
        var said = configured.Facts;
        if (run is null) return said;
        if (!isConfiguredLater)
        {
            return run with
            {
                ChefNodeName = run.ChefNodeName ?? said.ChefNodeName,
                ChefServer = run.ChefServer ?? said.ChefServer,
                ChefEnvironment = run.ChefEnvironment ?? said.ChefEnvironment,
                PolicyName = run.PolicyName ?? said.PolicyName,
                PolicyGroup = run.PolicyGroup ?? said.PolicyGroup,
                ChefMode = run.ChefMode == ChefMode.Unknown ? said.ChefMode : run.ChefMode,
            };
        }

        return run with
        {
            ChefNodeName = said.ChefNodeName ?? run.ChefNodeName,
            ChefServer = said.ChefServer ?? run.ChefServer,
            ChefEnvironment = said.ChefEnvironment ?? run.ChefEnvironment,
            PolicyName = said.PolicyName ?? run.PolicyName,
            PolicyGroup = said.PolicyGroup ?? run.PolicyGroup,
            ChefMode = ModeAfter(run, configured),
        };
    }

    /// <summary>The mode of the next run. A wrong "policyfile" would let a named run-list converge everything, so in doubt it is not known.</summary>
    private static ChefMode ModeAfter(ChefFacts run, ClientConfiguration configured)
    {
        if (configured.IsPolicyfile) return ChefMode.Policyfile;

        // Without a word of policies in it, it may have lost one: a node that had a run-list still has it.
        return configured.IsSilentOfPolicy && run.ChefMode == ChefMode.RunList ? ChefMode.RunList : ChefMode.Unknown;
    }
}
