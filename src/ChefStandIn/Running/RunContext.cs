using ChefActors.ChefStandIn.Native;
using ChefActors.ChefStandIn.Output;
using ChefActors.ChefStandIn.Reporting;
using ChefActors.ChefStandIn.Scenarios;

namespace ChefActors.ChefStandIn.Running;

/// <summary>What stays the same throughout a run.</summary>
internal sealed record RunContext(
    string NodeName,
    string CachePath,
    bool WhyRun,
    Scenario Scenario,
    OutputStream Output,
    IRunFormatter Formatter,
    SignalWatch Signals,
    HandlerReport? Report);
